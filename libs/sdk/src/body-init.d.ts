/** A name of the DOM library that the generated client uses; Node's own types leave it out. */
type BodyInit = NonNullable<RequestInit['body']>;
