using Shop.Stage;

namespace Shop.Requests;

/// <summary>A client is limited to two connections, which cannot carry its load. The twin has no limit.</summary>
internal static class ConnectionPool
{
    public static async Task RunAsync(Scene scene)
    {
        Uri backend = await scene.StartBackendAsync(delayMilliseconds: 120);
        SocketsHttpHandler handler = new();
        if (!scene.IsHealthy)
        {
            handler.MaxConnectionsPerServer = 2;
        }

        await scene.ServeAsync(
            services => services.AddSingleton(new HttpClient(handler) { BaseAddress = backend })
                .AddSingleton<ConversionService>(),
            routes => routes.MapGet("/convert/{id:int}",
                (int id, ConversionService conversion) => conversion.ConvertAsync(id)),
            20, "/convert/{n}");
    }

    internal sealed class ConversionService(HttpClient rates)
    {
        public async Task<int> ConvertAsync(int id)
        {
            string rate = await rates.GetStringAsync(new Uri($"/rates/{id}", UriKind.Relative));
            return rate.Length;
        }
    }
}
