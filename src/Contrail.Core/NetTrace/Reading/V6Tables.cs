using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>
/// What the events of a nettrace 6 stream refer to: metadata rows, threads, lists of labels, and the ids of stacks.
/// Memory is limited. Not safe for concurrent use.
/// </summary>
/// <param name="rows">Receives the rows, with ids that are never used again.</param>
internal sealed class V6Tables(MetadataRows rows)
{
    /// <summary>More threads than a machine has at a time.</summary>
    private const int MaxThreads = 250_000;

    /// <summary>Lists of labels between two sequence points.</summary>
    private const int MaxLabelLists = 250_000;

    private readonly Dictionary<uint, MetadataRow> _known = [];
    private readonly HashSet<uint> _valid = [];
    private readonly Dictionary<ulong, V6Thread> _threads = [];
    private readonly Dictionary<uint, V6Labels> _labels = [];
    private readonly IdRanges _stacks = new();
    private int _rowCount;

    /// <summary>Whether no further stack is followed, so that unknown ones are not reported.</summary>
    public bool IsStacksOverfull => _stacks.IsOverfull;

    /// <summary>The row of an id; null if it is not defined.</summary>
    public MetadataRow? RowOf(uint streamId) => _valid.Contains(streamId) ? _known[streamId] : null;

    /// <summary>The thread of an index; null if it is not defined.</summary>
    public V6Thread? ThreadOf(ulong index) => _threads.GetValueOrDefault(index);

    /// <summary>The labels of an id; null if they are not defined.</summary>
    public V6Labels? LabelsOf(uint id) => id == 0 ? V6Labels.None : _labels.GetValueOrDefault(id);

    /// <summary>Whether a stack is defined; 0 is no stack.</summary>
    public bool HasStack(int id) => id == 0 || _stacks.Contains(id);

    /// <summary>
    /// Adds a row, and returns what is wrong; null for nothing. After a flush, a writer may give an id to the same
    /// event again, or to another one.
    /// </summary>
    public TraceFaultCode? Define(uint streamId, MetadataRow row)
    {
        bool isSame = _known.TryGetValue(streamId, out MetadataRow? known)
            && known.Payload.Span.SequenceEqual(row.Payload.Span);
        bool isNew = _valid.Add(streamId);
        if (isSame || !isNew)
        {
            return isSame ? null : TraceFaultCode.MetadataRepeated;
        }

        MetadataRow numbered = row with { Id = _rowCount + 1 };
        if (!rows.TryAdd(numbered))
        {
            _valid.Remove(streamId);
            return TraceFaultCode.MetadataExceedsMemory;
        }

        _rowCount++;
        _known[streamId] = numbered;
        return null;
    }

    /// <summary>Adds a thread; false if there are too many.</summary>
    public bool TryAdd(V6Thread thread)
    {
        bool fits = _threads.Count < MaxThreads || _threads.ContainsKey(thread.Index);
        if (fits)
        {
            _threads[thread.Index] = thread;
        }

        return fits;
    }

    /// <summary>Adds a list of labels; false if there are too many.</summary>
    public bool TryAdd(uint id, V6Labels labels)
    {
        bool fits = _labels.Count < MaxLabelLists || _labels.ContainsKey(id);
        if (fits)
        {
            _labels[id] = labels;
        }

        return fits;
    }

    /// <summary>Adds the id of a stack; false if it is there already.</summary>
    public bool TryAddStack(int id) => _stacks.TryAdd(id);

    /// <summary>Removes a thread whose index is not used again.</summary>
    public void Remove(V6Thread thread) => _threads.Remove(thread.Index);

    /// <summary>Removes what is valid up to a sequence point only.</summary>
    public void EndRegion(bool endsThreads, bool endsRows)
    {
        _stacks.Clear();
        _labels.Clear();
        if (endsThreads)
        {
            _threads.Clear();
        }

        if (endsRows)
        {
            _valid.Clear();
        }
    }
}
