namespace Contrail.Analysis.Export.Page;

/// <summary>A row of a timeline: a thread or goroutine, or something of the whole process. Not safe for concurrent use.
/// </summary>
/// <param name="id">The thread or goroutine; 0 for the process.</param>
internal sealed class Track(long id)
{
    private readonly Dictionary<SliceKind, SliceList> _lists = [];

    /// <summary>The thread or goroutine; 0 for the process.</summary>
    public long Id => id;

    /// <summary>The function with which a goroutine began; empty if unknown.</summary>
    public string Function { get; set; } = "";

    /// <summary>Samples of it.</summary>
    public long SampleCount { get; set; }

    /// <summary>The slices, by kind.</summary>
    public IEnumerable<(SliceKind Kind, SliceList Slices)> Lists =>
        _lists.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value));

    /// <summary>Number of slices that are kept.</summary>
    public int Count => _lists.Values.Sum(list => list.Count);

    /// <summary>How much one has to see of it: the time that it waited, ran or was ready, and what happened.</summary>
    public double Interest => (SampleCount * 1e6)
        + _lists.Sum(pair => InterestOf(pair.Key) * (pair.Value.Nanoseconds + (pair.Value.AddedCount * 1e5)));

    /// <summary>Adds a slice; returns whether there is one more.</summary>
    public bool Add(SliceKind kind, in Slice slice, long resolution)
    {
        if (!_lists.TryGetValue(kind, out SliceList? list))
        {
            _lists.Add(kind, list = new SliceList());
        }

        return list.Add(slice, resolution);
    }

    /// <summary>Joins what is shorter than a resolution; returns by how many slices it shrank.</summary>
    public int Thin(long resolution) => _lists.Values.Sum(list => list.Thin(resolution));

    // A thread that only waits for a handle or for nothing known has nothing to do; one that waits for a lock has.
    private static double InterestOf(SliceKind kind) => kind switch
    {
        SliceKind.LockWait or SliceKind.TaskWait or SliceKind.Running or SliceKind.Ready or SliceKind.Syscall => 1,
        SliceKind.Exception or SliceKind.Region or SliceKind.CollectionWork => 1,
        _ => 0.01,
    };
}
