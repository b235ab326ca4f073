/** Does work that the answer need not wait for, and that ends even where the client has gone. */
export type Defer = (work: Promise<unknown>) => void;

/** Where nothing ends a request's work before it is done. */
export const floating: Defer = () => {};
