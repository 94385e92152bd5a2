using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Collects the stacks of one file. Not safe for concurrent use.</summary>
/// <param name="file">The file.</param>
/// <param name="kinds">The kinds of stacks.</param>
/// <param name="keepsOrder">Whether the order in time is needed.</param>
/// <param name="keepsRequests">Whether the requests in which records happened are needed.</param>
/// <param name="onCollected">Receives the stacks of each kind that the file has, at the end of the file.</param>
internal sealed class StackCollector(
    ExportedFile file,
    IReadOnlyList<StackKind> kinds,
    bool keepsOrder,
    bool keepsRequests,
    Action<CollectedStacks> onCollected)
    : StackSink
{
    private readonly StackTally?[] _tallies =
        [.. StackKinds.All.Select(kind => kinds.Contains(kind) ? new StackTally(keepsOrder) : null)];

    private readonly SampleTallies? _samples =
        kinds.Contains(StackKind.Samples) ? new SampleTallies(keepsOrder) : null;

    private TraceContext _context = TraceContext.Empty;

    /// <inheritdoc/>
    public override ModelNeeds Needs { get; } = kinds.Aggregate(
        keepsRequests ? ModelNeeds.Spans : ModelNeeds.None, (needs, kind) => needs | StackKinds.NeedsOf(kind));

    /// <summary>Samples of threads that waited, which are not collected.</summary>
    public long OmittedSamples => _samples?.OmittedCount ?? 0;

    /// <summary>Records whose stack was left out, because there are too many different ones.</summary>
    public long OmittedStacks => _context.Stacks.RejectedCount;

    /// <inheritdoc/>
    public override void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public override void Add(in Sample sample) => _samples?.Add(sample);

    /// <inheritdoc/>
    public override void OnEnd(TraceExtent extent)
    {
        foreach (StackKind kind in kinds)
        {
            bool isCount = kind == StackKind.Samples && _samples is { HasTime: false };
            StackTally tally = kind == StackKind.Samples ? _samples!.Listed : _tallies[(int)kind]!;
            StackUnit unit = isCount ? StackUnit.Count : StackKinds.UnitOf(kind);
            if (tally.Count > 0)
            {
                onCollected(new CollectedStacks(file, kind, unit, tally, _context, extent));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Add(
        StackKind kind, long executionId, StackId stack, TraceTime time, double value, StackLabels labels) =>
        _tallies[(int)kind]?.Add(
            executionId, stack, keepsRequests ? labels : labels with { Request = null }, value);
}
