using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>A collection in a pause; the duration is null where it did not end within the pause.</summary>
internal sealed record PausingCollectionJson(long Number, int? Generation, bool Background, double? Seconds)
{
    public static PausingCollectionJson Of(CollectionInPause one) =>
        new(one.Number, one.Generation, one.IsBackground, one.Duration?.TotalSeconds);
}
