using Shop.Stage;

namespace Shop.Waits;

/// <summary>Requests block pool threads on the result of a task. The twin awaits it.</summary>
internal static class SyncOverAsync
{
    public static async Task RunAsync(Scene scene)
    {
        Uri backend = await scene.StartBackendAsync(delayMilliseconds: 300);
        await scene.ServeAsync(
            services => services.AddSingleton(new RateClient(backend)).AddSingleton<RateService>(),
            routes => routes.MapGet("/rates/{id:int}", async (int id, RateService rates) =>
                scene.IsHealthy ? await rates.FindAsync(id) : rates.Find(id)),
            40, "/rates/{n}");
    }

    internal sealed class RateService(RateClient client)
    {
        public string Find(int id)
        {
            string rate = client.DownloadAsync(id).Result;
            return $"rate {id}: {rate}";
        }

        public Task<string> FindAsync(int id) => client.DownloadAsync(id);
    }

    internal sealed class RateClient(Uri backend) : IDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = backend };

        public Task<string> DownloadAsync(int id) => _client.GetStringAsync(new Uri($"/rates/{id}", UriKind.Relative));

        public void Dispose() => _client.Dispose();
    }
}
