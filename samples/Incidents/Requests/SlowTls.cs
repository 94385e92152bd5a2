using Shop.Stage;

namespace Shop.Requests;

/// <summary>Each call creates a client, and so a connection and a TLS handshake. The twin has one client.</summary>
internal static class SlowTls
{
    public static async Task RunAsync(Scene scene)
    {
        Uri backend = await scene.StartBackendAsync(delayMilliseconds: 1, useTls: true);
        await scene.ServeAsync(
            services => services.AddSingleton(new RateClient(backend, scene.IsHealthy)),
            routes => routes.MapGet("/convert/{id:int}", (int id, RateClient rates) => rates.DownloadAsync(id)),
            8, "/convert/{n}");
    }

    internal sealed class RateClient(Uri backend, bool keepsClient)
    {
        private readonly HttpClient _kept = Create(backend);

        public async Task<string> DownloadAsync(int id)
        {
            Uri path = new($"/rates/{id}", UriKind.Relative);
            if (keepsClient)
            {
                return await _kept.GetStringAsync(path);
            }

            using HttpClient client = Create(backend);
            return await client.GetStringAsync(path);
        }

        private static HttpClient Create(Uri backend) => new(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        })
        {
            BaseAddress = backend,
        };
    }
}
