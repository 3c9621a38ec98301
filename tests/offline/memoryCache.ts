/** A Cache in memory, with the parts of the standard's that the shelf uses: keys are addresses, searches may be ignored. */
export function memoryCache(): Cache & { readonly addresses: () => string[] } {
  const held = new Map<string, Response>();
  const addressOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : new URL(request).href);
  const bare = (address: string) => address.replace(/\?.*$/, '');
  const found = (request: RequestInfo | URL, options?: CacheQueryOptions) => {
    const address = addressOf(request);
    if (!options?.ignoreSearch) return held.has(address) ? address : undefined;
    return [...held.keys()].find((key) => bare(key) === bare(address));
  };
  const cache: Pick<Cache, 'match' | 'put' | 'keys' | 'delete'> = {
    async match(request, options) {
      const address = found(request, options);
      return address === undefined ? undefined : held.get(address)!.clone();
    },
    async put(request, response) {
      held.set(addressOf(request), new Response(await response.arrayBuffer(), response));
    },
    keys: async () => [...held.keys()].map((address) => new Request(address)),
    async delete(request) {
      const address = found(request);
      return address !== undefined && held.delete(address);
    },
  };
  return Object.assign(cache as Cache, { addresses: () => [...held.keys()] });
}

/** A host with these files; tells what was asked of it. A file that is missing gets 404; `null` breaks the connection. */
export function host(files: Record<string, string | null>) {
  const asked: { path: string; cache: RequestCache | undefined }[] = [];
  const load = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    asked.push({ path, cache: init?.cache });
    const text = files[path];
    if (text === null) throw new TypeError('Failed to fetch');
    return text === undefined ? new Response('', { status: 404 }) : new Response(text);
  }) as typeof fetch;
  return { load, asked, files };
}
