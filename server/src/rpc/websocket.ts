import { AppError } from "../errors/app-error.ts";

/** Throws `websocket_required` unless the request is to become a WebSocket. */
export function requireUpgrade({ headers }: Request): void {
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("websocket_required");
}

/** Closes the WebSocket of a response that is not to be given. */
export function dropSocket({ webSocket }: Response): void {
  webSocket?.accept();
  webSocket?.close(1008, "The credentials of this connection are no longer valid.");
}
