using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>Counts samples by their innermost method. Not safe for concurrent use.</summary>
internal sealed class SampleView : IModelSink
{
    private const int MaxMethods = 20;
    private const int MaxHeld = 100_000;

    private readonly Methods _cpu = new();
    private readonly Methods _managed = new();
    private readonly Methods _native = new();
    private StackTable? _stacks;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <summary>All samples.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _stacks = context.Stacks;

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        Count++;
        Methods? methods = sample.Kind switch
        {
            SampleKind.Cpu => _cpu,
            SampleKind.Managed => _managed,
            SampleKind.Native => _native,
            _ => null,
        };
        methods?.Add(_stacks!.Innermost(sample.Stack));
    }

    /// <summary>The counts; null if there was no sample.</summary>
    public SampleSummary? Conclude()
    {
        if (Count == 0)
        {
            return null;
        }

        // Some runtimes mark no sample as managed: then all are counted, since nothing separates those that waited.
        Methods listed = _cpu.Count > 0 ? _cpu : _managed.Count > 0 ? _managed : _native;
        return new SampleSummary
        {
            Count = Count,
            ManagedCount = _managed.Count + _cpu.Count,
            CpuCount = _cpu.Count,
            ListedCount = listed.Count,
            TopMethods = [.. listed.ByName.Top(MaxMethods).Select(top => new NamedCount(top.Key, top.Count))],
            UnnamedCount = listed.UnnamedCount,
        };
    }

    private sealed class Methods
    {
        public TopTally<string> ByName { get; } = new(MaxHeld);

        public long Count { get; private set; }

        public long UnnamedCount { get; private set; }

        public void Add(StackFrame? innermost)
        {
            Count++;
            if (innermost is { } frame && frame.ModuleText() is { Length: > 0 } name)
            {
                ByName.Add(FileText.ShortenName(name));
            }
            else
            {
                UnnamedCount++;
            }
        }
    }
}
