/** An expected failure. Its message ends with the next step, and never contains the token. */
export class AxiomError extends Error {}

/** An error response. `status` is its HTTP status. */
export class AxiomResponseError extends AxiomError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
