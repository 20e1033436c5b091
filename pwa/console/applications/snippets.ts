/** What stands in front of a site. */
export const proxies = [
  { value: 'nginx', label: 'nginx' },
  { value: 'caddy', label: 'Caddy' },
  { value: 'traefik', label: 'Traefik' },
] as const
export type Proxy = (typeof proxies)[number]['value']

/** Origins: ours, and those of the site. */
type Place = { latchkey: string; origins: readonly string[] }

/** Lines for that proxy, with the addresses of this very site. README.md says why each is there. */
export const proxySnippet = (proxy: Proxy, place: Place): string => snippets[proxy](place)

export const curlOf = (latchkey: string, passwords: 'here' | 'there'): string =>
  `curl ${latchkey}/api/validate \\
  -H 'Authorization: Bearer lka_…' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({
    username: 'ada',
    ...(passwords === 'here' ? { password: '…' } : { code: '123456' }),
  })}'`

const hostOf = (origin: string): string => URL.parse(origin)?.host ?? origin

/** `443 ssl`, as nginx says it. */
const portOf = (origin: string): string => {
  const { protocol = 'https:', port = '' } = URL.parse(origin) ?? {}
  return protocol === 'https:' ? `${port || '443'} ssl` : port || '80'
}

/** One server each: its own name is what nginx tells us, not the client's word. */
const nginx = ({ latchkey, origins: [origin = '', ...others] }: Place): string => {
  const name = URL.parse(origin)?.hostname ?? origin
  const [port, own] = [portOf(origin), hostOf(latchkey)]
  const more = others.map((other) => `\n\n# Another server like this one for ${hostOf(other)}.`)
  return `# What may be sent to sign in: a page, not a program's call.
map "$request_method $http_accept" $latchkey_page {
    default 0;
    "~^(GET|HEAD) .*text/html" 1;
}

server {
    listen ${port};
    server_name ${name};

    location / {
        auth_request /.latchkey-check;
        auth_request_set $latchkey_location $upstream_http_location;
        auth_request_set $latchkey_cookie $upstream_http_set_cookie;
        auth_request_set $latchkey_user $upstream_http_remote_user;
        auth_request_set $latchkey_groups $upstream_http_remote_groups;
        auth_request_set $latchkey_email $upstream_http_remote_email;
        auth_request_set $latchkey_name $upstream_http_remote_name;
        auth_request_set $latchkey_amr $upstream_http_remote_amr;
        auth_request_set $latchkey_assertion $upstream_http_latchkey_assertion;
        error_page 401 = @latchkey;
        # The assertion, for the next 60 seconds.
        add_header Set-Cookie $latchkey_cookie always;

        proxy_set_header Remote-User $latchkey_user;
        proxy_set_header Remote-Groups $latchkey_groups;
        proxy_set_header Remote-Email $latchkey_email;
        proxy_set_header Remote-Name $latchkey_name;
        proxy_set_header Remote-Amr $latchkey_amr;
        proxy_set_header Latchkey-Assertion $latchkey_assertion;
        proxy_set_header Host $http_host;
        proxy_set_header Forwarded "";
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $server_name:$server_port;
        proxy_set_header X-Forwarded-Uri "";
        proxy_set_header X-Forwarded-Method "";
        proxy_pass http://127.0.0.1:8000;
    }

    location = /.latchkey-check {
        internal;
        proxy_pass ${latchkey}/api/forward-auth?unauthenticated=401;
        proxy_ssl_server_name on;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header Host ${own};
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $server_name:$server_port;
        proxy_set_header X-Forwarded-Uri $request_uri;
        proxy_set_header X-Forwarded-Method $request_method;
        proxy_buffer_size 16k;
        proxy_buffers 8 16k;
    }

    location @latchkey {
        add_header Set-Cookie $latchkey_cookie always;
        if ($latchkey_page) {
            return 302 $latchkey_location;
        }
        return 401;
    }

    location /.latchkey/ {
        rewrite ^ /api/forward-auth? break;
        proxy_pass ${latchkey};
        proxy_redirect off;
        proxy_ssl_server_name on;
        proxy_method GET;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header Host ${own};
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $server_name:$server_port;
        proxy_set_header X-Forwarded-Uri $request_uri;
        proxy_set_header X-Forwarded-Method $request_method;
        proxy_buffer_size 16k;
        proxy_buffers 8 16k;
    }
}${more.join('')}`
}

const caddy = ({ latchkey, origins }: Place): string => {
  const own = hostOf(latchkey)
  return `${origins.join(', ')} {
    route {
        # Nobody says of themselves who they are.
        request_header -Remote*
        request_header -Latchkey*
        request_header -X-Forwarded*
        request_header -Forwarded
        @socket header Upgrade websocket
        @request not header Upgrade websocket
        request_header @socket Connection Upgrade
        request_header @socket Upgrade websocket
        request_header @request -Connection
        request_header @request -Upgrade

        reverse_proxy ${latchkey} {
            method GET
            rewrite /api/forward-auth
            header_up Host ${own}
            header_up X-Forwarded-Uri {uri}
            header_up X-Forwarded-Method {method}

            @known {
                status 2xx
                header Remote-User *
            }
            @open status 2xx
            handle_response @known {
                request_header Remote-User {http.reverse_proxy.header.Remote-User}
                request_header Remote-Groups {http.reverse_proxy.header.Remote-Groups}
                request_header Remote-Email {http.reverse_proxy.header.Remote-Email}
                request_header Remote-Name {http.reverse_proxy.header.Remote-Name}
                request_header Remote-Amr {http.reverse_proxy.header.Remote-Amr}
                request_header Latchkey-Assertion {http.reverse_proxy.header.Latchkey-Assertion}
                copy_response_headers {
                    include Set-Cookie
                }
            }
            handle_response @open {
                request_header -Remote*
            }
        }

        reverse_proxy 127.0.0.1:8000
    }
}`
}

const traefik = ({ latchkey, origins }: Place): string => {
  const rule = origins
    .map((origin) => `Host(\`${URL.parse(origin)?.hostname ?? origin}\`)`)
    .join(' || ')
  return `http:
  middlewares:
    latchkey:
      forwardAuth:
        address: ${latchkey}/api/forward-auth
        authResponseHeaders:
          [Remote-User, Remote-Groups, Remote-Email, Remote-Name, Remote-Amr, Latchkey-Assertion]
        addAuthCookiesToResponse: [__Host-latchkey-assertion]
  routers:
    site:
      rule: ${rule}
      middlewares: [latchkey]
      service: site
  services:
    site:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:8000`
}

const snippets: Record<Proxy, (place: Place) => string> = { nginx, caddy, traefik }
