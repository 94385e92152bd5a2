using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How large the heap was after each collection. Not safe for concurrent use.</summary>
internal sealed class HeapView : ViewBase, IView
{
    /// <summary>The name of the table of the heap after collections of generation 2.</summary>
    public const string FullName = "full";

    /// <summary>The name of the table of finalized objects.</summary>
    public const string FinalizedName = "finalized";

    private const int MaxStates = 10_000;
    private const int MaxTypes = 1_000;

    /// <summary>The runtime reports the sizes when a collection ends, or right after.</summary>
    private const long MaxLateNanoseconds = 50_000_000;

    private static readonly TableDescription Growth = new(
        "generations", "Size of the heap after collections",
        new ViewColumn("part", "part", ViewUnit.Text),
        new ViewColumn("first", "first", ViewUnit.Bytes),
        new ViewColumn("last", "last", ViewUnit.Bytes),
        new ViewColumn("min", "min", ViewUnit.Bytes),
        new ViewColumn("max", "max", ViewUnit.Bytes),
        new ViewColumn("growth", "growth", ViewUnit.Bytes));

    private static readonly TableDescription States = new(
        "states", "Heap over time",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("total", "total", ViewUnit.Bytes),
        new ViewColumn("gen0", "gen 0", ViewUnit.Bytes),
        new ViewColumn("gen1", "gen 1", ViewUnit.Bytes),
        new ViewColumn("gen2", "gen 2", ViewUnit.Bytes),
        new ViewColumn("large", "large", ViewUnit.Bytes),
        new ViewColumn("pinned", "pinned", ViewUnit.Bytes),
        new ViewColumn("promoted", "promoted", ViewUnit.Bytes),
        new ViewColumn("pinnedObjects", "pinned objects", ViewUnit.Count),
        new ViewColumn("finalization", "to finalize", ViewUnit.Count),
        new ViewColumn("handles", "handles", ViewUnit.Count))
    {
        IsSeries = true,
    };

    private static readonly TableDescription Full = new(
        FullName, "Heap after collections of generation 2: what they did not free",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("total", "total", ViewUnit.Bytes),
        new ViewColumn("gen2", "gen 2", ViewUnit.Bytes),
        new ViewColumn("large", "large", ViewUnit.Bytes),
        new ViewColumn("isConcurrent", "background", ViewUnit.Text))
    {
        IsSeries = true,
    };

    private static readonly TableDescription Finalized = new(
        FinalizedName, "Objects whose finalizers ran, by type",
        new ViewColumn("count", "objects", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("type", "type", ViewUnit.Text));

    private static readonly (string Name, Func<HeapState, double> Of)[] Parts =
    [
        ("all", static heap => heap.TotalBytes),
        ("generation 0", static heap => heap.Gen0Bytes),
        ("generation 1", static heap => heap.Gen1Bytes),
        ("generation 2", static heap => heap.Gen2Bytes),
        ("large objects", static heap => heap.LargeBytes),
        ("pinned objects", static heap => heap.PinnedBytes),
    ];

    private readonly Size[] _sizes = [.. Parts.Select(static part => new Size(part.Name, part.Of))];
    private readonly ThinnedSeries<HeapState> _states = new(MaxStates);
    private readonly ThinnedSeries<(HeapState Heap, bool? IsConcurrent)> _full = new(MaxStates);
    private readonly TopTally<string> _finalized = new(MaxTypes);
    private Collection? _ended;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "heap", "How large was the managed heap, by generation, and did it grow?",
        ModelNeeds.HeapStates, [Growth, States, Full, Finalized], static _ => new HeapView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.HeapStates | ModelNeeds.Collections | ModelNeeds.Finalizations;

    /// <inheritdoc/>
    public void Add(in Collection collection) => _ended = collection;

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        _states.Add(heap);
        if (_ended is { Generation: >= 2, Range.IsOpenAtEnd: false } full
            && heap.Time.Nanoseconds - full.Range.End.Nanoseconds <= MaxLateNanoseconds)
        {
            _full.Add((heap, full.IsConcurrent));
        }

        _ended = null;
        foreach (Size size in _sizes)
        {
            size.Add(heap);
        }
    }

    /// <inheritdoc/>
    public void Add(in FinalizedObject finalized) => _finalized.Add(finalized.Type);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable growth = new(Growth);
        ViewTable states = new(States) { OmittedCount = _states.OmittedCount };
        ViewTable full = new ViewTable(Full) { OmittedCount = _full.OmittedCount }.AddAll(
            _full.Items,
            static one =>
            [
                one.Heap.Time, one.Heap.TotalBytes, one.Heap.Gen2Bytes, one.Heap.LargeBytes, one.IsConcurrent,
            ]);
        ViewTable finalized = new ViewTable(Finalized).AddAll(
            _finalized.Top(MaxTypes),
            one => [one.Count, PerSecond(one.Count), one.Key.Length > 0 ? one.Key : null]);
        if (_states.Count == 0)
        {
            return new ViewResult(growth, states, full, finalized);
        }

        growth.AddAll(
            _sizes, static size => [size.Name, size.First, size.Last, size.Min, size.Max, size.Last - size.First]);
        states.AddAll(_states.Items, static heap =>
        [
            heap.Time, heap.TotalBytes, heap.Gen0Bytes, heap.Gen1Bytes, heap.Gen2Bytes, heap.LargeBytes,
            heap.PinnedBytes, heap.PromotedBytes, heap.PinnedObjectCount, heap.FinalizationCount, heap.HandleCount,
        ]);
        return new ViewResult(growth, states, full, finalized);
    }

    private sealed class Size(string name, Func<HeapState, double> of)
    {
        private bool _hasFirst;

        public string Name => name;

        public double First { get; private set; }

        public double Last { get; private set; }

        public double Min { get; private set; }

        public double Max { get; private set; }

        public void Add(in HeapState heap)
        {
            Last = of(heap);
            First = _hasFirst ? First : Last;
            Min = _hasFirst ? Math.Min(Min, Last) : Last;
            Max = _hasFirst ? Math.Max(Max, Last) : Last;
            _hasFirst = true;
        }
    }
}
