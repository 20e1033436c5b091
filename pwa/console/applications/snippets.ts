/** What stands in front of a site. */
export const proxies = [
  { value: 'nginx', label: 'nginx' },
  { value: 'caddy', label: 'Caddy' },
  { value: 'traefik', label: 'Traefik' },
] as const
export type Proxy = (typeof proxies)[number]['value']

type Place = { latchkey: string; origins: readonly string[] }

/** Lines for that proxy, with the addresses of this very site. */
export const proxySnippet = (proxy: Proxy, place: Place): string => snippets[proxy](place)

export const curlOf = (latchkey: string, passwords: 'here' | 'there'): string =>
  `curl ${latchkey}/api/validate \\
  -H 'Authorization: Bearer lka_…' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({
    username: 'ada',
    ...(passwords === 'here' ? { password: '…' } : { code: '123456' }),
  })}'`

const hostsOf = (origins: readonly string[]): string[] =>
  origins.map((origin) => URL.parse(origin)?.host ?? origin)

/** What a client may not say of itself, and what the site is told instead. */
const identity = [
  'Remote-User',
  'Remote-Groups',
  'Remote-Email',
  'Remote-Name',
  'Remote-Amr',
  'Latchkey-Assertion',
]

const variableOf = (header: string): string => header.toLowerCase().replaceAll('-', '_')

const nginx = ({ latchkey, origins }: Place): string =>
  `server {
  listen 443 ssl;
  server_name ${hostsOf(origins).join(' ')};

  location / {
    auth_request /latchkey-check;
    auth_request_set $latchkey_location $upstream_http_location;
    auth_request_set $latchkey_cookie $upstream_http_set_cookie;
    error_page 401 = @latchkey_sign_in;
    add_header Set-Cookie $latchkey_cookie;
${identity.map((name) => `    auth_request_set $${variableOf(name)} $upstream_http_${variableOf(name)};`).join('\n')}
${identity.map((name) => `    proxy_set_header ${name} $${variableOf(name)};`).join('\n')}
    proxy_set_header Host $host;
    proxy_pass http://127.0.0.1:8080;
  }

  location @latchkey_sign_in {
    add_header Set-Cookie $latchkey_cookie always;
    return 302 $latchkey_location;
  }

  location = /latchkey-check {
    internal;
    proxy_pass ${latchkey}/api/forward-auth?unauthenticated=401;
    proxy_pass_request_body off;
    proxy_set_header Content-Length '';
${forwarded}
  }

  location /.latchkey/ {
    proxy_pass ${latchkey}/api/forward-auth;
    proxy_pass_request_body off;
    proxy_set_header Content-Length '';
${forwarded}
  }
}`

const forwarded = `    proxy_set_header Host $proxy_host;
    proxy_ssl_server_name on;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Uri $request_uri;
    proxy_set_header X-Forwarded-Method $request_method;`

const caddy = ({ latchkey, origins }: Place): string =>
  `${origins.join(', ')} {
${identity.map((name) => `  request_header -${name}`).join('\n')}
  forward_auth ${latchkey} {
    uri /api/forward-auth
    header_up Host {upstream_hostport}
    copy_headers ${identity.join(' ')}
  }
  reverse_proxy 127.0.0.1:8080
}`

const traefik = ({ latchkey, origins }: Place): string =>
  `http:
  middlewares:
    latchkey:
      forwardAuth:
        address: ${latchkey}/api/forward-auth
        trustForwardHeader: false
        authResponseHeaders:
${identity.map((name) => `          - ${name}`).join('\n')}
        addAuthCookiesToResponse:
          - __Host-latchkey-site
  routers:
    site:
      rule: ${hostsOf(origins)
        .map((host) => `Host(\`${host}\`)`)
        .join(' || ')}
      middlewares: [latchkey]
      service: site
  services:
    site:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:8080`

const snippets: Record<Proxy, (place: Place) => string> = { nginx, caddy, traefik }
