// client.request: relative addresses go to Zendesk as the agent, absolute ones through Zendesk's proxy.

/** Times that a 429 from Zendesk is tried again, as the framework does by default. */
const RETRIES = 3;

/** The parts of jQuery's `$.param` that callers of client.request rely on. */
function form(data) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(data)) {
    if (Array.isArray(value)) value.forEach((each) => parameters.append(`${key}[]`, each));
    else parameters.append(key, value);
  }
  return parameters.toString();
}

/** Turns the options into what `fetch` takes. */
function prepare(options) {
  const method = (options.type ?? options.method ?? 'GET').toUpperCase();
  const headers = new Headers(options.headers ?? {});
  let url = options.url;
  let body;
  if (options.data !== undefined && options.data !== null && options.data !== '') {
    const contentType = options.contentType === false ? undefined : options.contentType;
    const isJson = /json/.test(contentType ?? headers.get('content-type') ?? '');
    const text = typeof options.data === 'string' ? options.data : isJson ? JSON.stringify(options.data) : form(options.data);
    if (method === 'GET' || method === 'HEAD') {
      url += (url.includes('?') ? '&' : '?') + text;
    } else {
      body = text;
      if (!headers.has('content-type')) headers.set('content-type', contentType ?? 'application/x-www-form-urlencoded; charset=UTF-8');
    }
  }
  return { method, headers, url, body };
}

/** The outcome as the SDK hands it to the app: what to spread into done or fail. */
function outcome(response, text, options) {
  const kind = response.headers.get('content-type') ?? '';
  let parsed;
  if (/json/.test(kind) || options.dataType === 'json') {
    try {
      parsed = text === '' ? undefined : JSON.parse(text);
    } catch {
      if (response.ok) return failed({ status: response.status, statusText: 'parsererror', responseText: text });
    }
  }
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  const request = { status: response.status, statusText: response.statusText, responseText: text, responseHeaders: headers };
  if (parsed !== undefined) request.responseJSON = parsed;
  if (!response.ok) return failed(request);
  const body = options.httpCompleteResponse ? request : (parsed ?? text);
  return { done: [body, 'success', { status: response.status, statusText: response.statusText }] };
}

const failed = (request) => ({ fail: [request, 'error', request.statusText] });

/** Where the sandbox serves a vendor's address, for requests with `cors: true`. */
function local(url, endpoints) {
  const vendors = {
    'https://identity.pagerduty.com': endpoints.identity,
    'https://api.pagerduty.com': endpoints.rest_us,
    'https://api.eu.pagerduty.com': endpoints.rest_eu,
  };
  const { origin, pathname, search } = new URL(url);
  return vendors[origin] ? vendors[origin] + pathname + search : url;
}

/** Sends one request for an app; resolves to `{done: […]}` or `{fail: […]}`, never rejects. */
export async function send(options, { agent, endpoints }) {
  if (typeof options.url !== 'string') return failed({ status: 0, statusText: 'error', responseText: '' });
  const isAbsolute = /^https?:/i.test(options.url);
  const signal = options.timeout > 0 ? AbortSignal.timeout(options.timeout) : undefined;
  try {
    if (isAbsolute && options.cors) {
      const { method, headers, url, body } = prepare(options);
      const response = await fetch(local(url, endpoints), { method, headers, body, signal, credentials: 'omit' });
      return outcome(response, await response.text(), options);
    }
    if (isAbsolute) {
      const response = await fetch('/proxy', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-agent': String(agent) },
        body: JSON.stringify(options),
        signal,
      });
      return outcome(response, await response.text(), options);
    }
    const { method, headers, url, body } = prepare(options);
    headers.set('x-sandbox-agent', String(agent));
    if (!headers.has('accept')) headers.set('accept', 'application/json, text/javascript, */*; q=0.01');
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(url, { method, headers, body, signal });
      const wait = Number(response.headers.get('retry-after'));
      if (response.status !== 429 || options.autoRetry === false || tries >= RETRIES || !(wait > 0)) {
        return outcome(response, await response.text(), options);
      }
      await new Promise((resume) => setTimeout(resume, wait * 1000));
    }
  } catch (failure) {
    return failed({ status: 0, statusText: failure.name === 'TimeoutError' ? 'timeout' : 'error', responseText: '' });
  }
}
