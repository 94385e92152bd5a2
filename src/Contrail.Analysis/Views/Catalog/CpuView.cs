using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Which threads and which code used the processors, by samples of processors. Not safe for concurrent use.
/// </summary>
internal sealed class CpuView : ViewBase, IView
{
    private const int MaxRows = 1_000;
    private const int MaxSteps = 120;

    private static readonly string[] Kinds = [SampledModules.Managed, SampledModules.Native, SampledModules.Kernel];

    private static readonly TableDescription Time = new(
        "time", "Processors in use",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("managed", "managed code", ViewUnit.Number),
        new ViewColumn("native", "native code", ViewUnit.Number),
        new ViewColumn("kernel", "kernel", ViewUnit.Number),
        new ViewColumn("unknown", "unknown code", ViewUnit.Number))
    {
        IsSeries = true,
    };

    private static readonly TableDescription Frames = new(
        "frames", "Methods by processor time of their own, with native code and the kernel",
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("inclusive", "with callees", ViewUnit.Duration),
        new ViewColumn("kind", "code", ViewUnit.Text),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text),
        new ViewColumn("stack", "called most often from", ViewUnit.Stack));

    private readonly SampledStacks _samples = new();
    private readonly SampledThreads _threads = new();
    private readonly ThreadFrames _threadFrames = new();
    private readonly TimeSteps _steps = new();

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "cpu", "Which threads and which code used the processors, native code and the kernel included?",
        ModelNeeds.CpuSamples,
        [SampledThreads.Table, Frames, ThreadFrames.Table, SampledModules.Table, Time],
        static _ => new CpuView())
    {
        Recording = "--profile cpu",
        ServiceRecording = HotMethodsView.Description.ServiceRecording,
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (sample.Kind != SampleKind.Cpu)
        {
            return;
        }

        _samples.Add(sample);
        _threads.Add(sample);
        _threadFrames.Add(sample, Stacks);
        int kind = Stacks.Innermost(sample.Stack) is { } frame
            ? Array.IndexOf(Kinds, SampledModules.KindOf(frame))
            : -1;
        _steps.Add(kind < 0 ? Kinds.Length : kind, sample.Time, sample.CpuNanoseconds);
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        List<MethodWeight> methods = [.. MethodWeight.Of(Stacks, _samples.Weights, _samples.Listed)];
        SampledTime time = new(_samples, Context, Extent);
        return new ViewResult(
            _threads.Of(Context, time, ThreadText), FrameTable(methods, time), _threadFrames.Of(ThreadText),
            SampledModules.Of(methods, time, MaxRows), TimeTable())
        {
            Headlines = [.. time.Headlines(methods)],
            Notes = [.. _samples.Notes(), .. _threadFrames.Notes()],
        };
    }

    private ViewTable FrameTable(List<MethodWeight> methods, SampledTime time)
    {
        ViewTable table = new(Frames);
        foreach (MethodWeight one in methods
            .Where(one => one.Self > 0)
            .OrderByDescending(one => one.Self).ThenBy(one => one.Frame.FullText(), StringComparer.Ordinal)
            .Take(MaxRows))
        {
            table.Add(
                time.Cpu(one.Self), Share(one.Self, time.Total), (long)one.SelfCount, time.Cpu(one.Inclusive),
                SampledModules.KindOf(one.Frame), one.Frame.ShortText(), Known(one.Frame.Module),
                one.CallersIn(Stacks));
        }

        return table;
    }

    private ViewTable TimeTable()
    {
        ViewTable table = new(Time);
        if (!_samples.HasCpuTime)
        {
            return table;
        }

        TimeSteps.Step[] steps = [.. _steps.Conclude(Extent.End, MaxSteps, Kinds.Length + 1)];
        double length = steps.Length > 1 ? steps[1].Start.Nanoseconds : Math.Max(1, Extent.End.Nanoseconds);
        return table.AddAll(
            steps, step => [step.Start, .. Enumerable.Range(0, Kinds.Length + 1).Select(line => In(step, line))]);

        ViewValue In(TimeSteps.Step step, int line) => (step[line] ?? 0) / length;
    }
}
