/** Span attribute that names the service, also where several share one process and one tracer provider. */
export const serviceAttribute = 'botarmy.service';
