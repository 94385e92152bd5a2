namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The recording's metadata id for each id of one stream. Only the pump adds; any thread may look up the ids that had
/// been added when it received this.
/// </summary>
internal sealed class RowIds
{
    private volatile int[] _byStreamId = [];

    /// <summary>Whether every id so far has the same meaning in the whole recording.</summary>
    public bool AreSame { get; private set; } = true;

    public long HeldBytes => (long)_byStreamId.Length * sizeof(int);

    /// <summary>The recording's id; the stream's own where no row has defined it.</summary>
    public int this[int streamId]
    {
        get
        {
            int[] byStreamId = _byStreamId;
            int id = unchecked((uint)streamId) < (uint)byStreamId.Length ? byStreamId[streamId] : 0;
            return id == 0 ? streamId : id;
        }
    }

    public void Add(int streamId, int id)
    {
        if (streamId >= _byStreamId.Length)
        {
            // A longer table replaces it: a reader of the old one has all ids that its events need.
            int[] longer = new int[Math.Max(streamId + 1, Math.Max(64, _byStreamId.Length * 2))];
            _byStreamId.CopyTo(longer, 0);
            _byStreamId = longer;
        }

        _byStreamId[streamId] = id;
        AreSame &= streamId == id;
    }
}
