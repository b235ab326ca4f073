/** The picture of cf-auth, a keyhole, for pages and for the browser's tab. */
export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">' +
  '<rect width="24" height="24" rx="6" fill="#2563eb"/>' +
  '<path d="M12 6a3.5 3.5 0 0 0-1.7 6.56L9.5 18h5l-.8-5.44A3.5 3.5 0 0 0 12 6z" fill="#fff"/></svg>';
