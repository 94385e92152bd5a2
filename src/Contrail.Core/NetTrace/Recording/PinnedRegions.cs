using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>The stacks of a frozen generation's regions, pinned until disposed.</summary>
internal sealed class PinnedRegions : IDisposable
{
    public PinnedRegions(IReadOnlyList<Region> regions) =>
        Regions = [.. regions.Select(region => (region.Number, region.Stacks.Freeze()))];

    public IReadOnlyList<(long Number, StoredRun Stacks)> Regions { get; }

    public void Dispose()
    {
        foreach ((_, StoredRun stacks) in Regions)
        {
            stacks.Release();
        }
    }
}
