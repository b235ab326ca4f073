/** A WebSocket, as far as it is used; what is attached outlives the object's sleep. */
export interface FeedSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  serializeAttachment(attachment: unknown): void;
  deserializeAttachment(): unknown;
}

/** Attaches something beside what others have attached. */
export function attach(socket: FeedSocket, more: object): void {
  // Nothing but this attaches anything.
  const before = socket.deserializeAttachment() as object | null;
  socket.serializeAttachment({ ...before, ...more });
}
