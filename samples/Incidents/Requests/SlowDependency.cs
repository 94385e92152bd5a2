using Shop.Stage;

namespace Shop.Requests;

/// <summary>The service of rates needs 400 ms for an answer. The twin's needs 5 ms.</summary>
internal static class SlowDependency
{
    public static async Task RunAsync(Scene scene)
    {
        Uri backend = await scene.StartBackendAsync(delayMilliseconds: scene.IsHealthy ? 5 : 400);
        await scene.ServeAsync(
            services => services.AddSingleton(new HttpClient { BaseAddress = backend })
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
