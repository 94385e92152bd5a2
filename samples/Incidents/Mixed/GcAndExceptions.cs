using Shop.Faults;
using Shop.Memory;
using Shop.Stage;

namespace Shop.Mixed;

/// <summary>A batch induces collections while an import throws. The twin does neither.</summary>
internal static class GcAndExceptions
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services => services
        .AddSingleton(new ExceptionStorm.QuantityParser(() => scene.IsHealthy))
        .AddHostedService<ExceptionStorm.OrderImport>()
        .AddSingleton(new InducedCollections.MemoryCleaner(() => !scene.IsHealthy))
        .AddHostedService<InducedCollections.ThumbnailBatch>());
}
