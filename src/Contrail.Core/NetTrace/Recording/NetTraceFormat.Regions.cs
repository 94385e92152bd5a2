using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <content>Regions: the scope of stack ids, shared by the generations that have a part of one.</content>
internal sealed partial class NetTraceFormat
{
    private readonly List<Region> _regions = [];
    private Region? _region;
    private long _regionNumber;
    private long _firstRegion;

    /// <inheritdoc/>
    public bool IsPassingOver { get; private set; }

    /// <inheritdoc/>
    public void PassOver()
    {
        Release();
        IsPassingOver = true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        foreach (Region region in _regions)
        {
            region.Release();
        }

        _regions.Clear();
        _region?.Release();
        _region = null;
    }

    // A region without stacks needs no object: a stream may consist of nothing but sequence points.
    private Region RegionNow(IFrameStore store)
    {
        if (_region is null)
        {
            _region = new Region(_regionNumber, store.NewRun());
            _region.Hold();
            JoinRegion(_region);
        }

        return _region;
    }

    // No stack of the region before means anything here, so what was passed over ends with it.
    private void BeginRegion()
    {
        _region?.Release();
        _region = null;
        _stackIds.Clear();
        _regionNumber++;
        IsPassingOver = false;
    }

    private void JoinRegion(Region region)
    {
        region.Hold();
        _regions.Add(region);
    }
}
