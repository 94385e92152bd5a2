using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// In which methods threads were when they were sampled, and how much processor time they used there where the samples
/// are those of processors. Not safe for concurrent use.
/// </summary>
internal sealed class HotMethodsView : ViewBase, IView
{
    /// <summary>The name of the table of own methods with all that they call.</summary>
    public const string OwnName = "own";

    /// <summary>The name of the table of all methods.</summary>
    public const string MethodsName = "methods";

    /// <summary>The name of the table of places of own code.</summary>
    public const string PlacesName = "places";

    /// <summary>The name of the table of calls of native code.</summary>
    public const string NativeName = "native";

    /// <summary>The name of the table of modules.</summary>
    public const string ModulesName = "modules";

    private const int MaxRows = 1_000;

    private static readonly TableDescription Own = new(
        OwnName, "Own code, with everything that it calls",
        new ViewColumn("inclusive", "samples", ViewUnit.Count),
        new ViewColumn("inclusiveShare", "share", ViewUnit.Share),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("self", "self", ViewUnit.Count),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text));

    private static readonly TableDescription Methods = new(
        MethodsName, "Methods by samples of their own",
        new ViewColumn("self", "self", ViewUnit.Count),
        new ViewColumn("selfShare", "share", ViewUnit.Share),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("inclusive", "inclusive", ViewUnit.Count),
        new ViewColumn("inclusiveShare", "share", ViewUnit.Share),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text),
        new ViewColumn("stack", "called most often from", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        PlacesName, "Own code with what it calls, of all samples except those in which the thread pool looks for work",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("stack", "place", ViewUnit.Stack));

    private readonly SampledStacks _samples = new();
    private readonly SampledThreads _threads = new();
    private readonly PoolFrames _idle = new();

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "hot-methods", "Which methods were running when threads were sampled?",
        ModelNeeds.Samples,
        [Own, Methods, Places, SampledCalls.Table, SampledModules.Table, SampledThreads.Table],
        static _ => new HotMethodsView())
    {
        Recording = "--profile cpu",
        ServiceRecording = "request /debug/pprof/profile?seconds=10 of the service while it is recorded",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        _samples.Add(sample);
        _threads.Add(sample);
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        List<MethodWeight> methods = [.. MethodWeight.Of(Stacks, _samples.Weights, _samples.Listed)];
        SampledTime time = new(_samples, Context, Extent);
        ViewTable[] tables =
        [
            OwnTable(methods, time), MethodTable(methods, time), PlaceTable(time),
            SampledCalls.Of(_samples, Stacks, time, MaxRows),
        ];
        ViewTable modules = SampledModules.Of(methods, time, MaxRows);
        return new ViewResult(
            time.IsCpu ? [.. tables, modules, _threads.Of(Context, time, ThreadText)] : tables)
        {
            Headlines = [.. _samples.Headlines(), .. time.Headlines(methods)],
            Notes = [.. _samples.Notes()],
        };
    }

    private static ViewTable OwnTable(List<MethodWeight> methods, SampledTime time)
    {
        ViewTable table = new(Own);
        foreach (MethodWeight one in methods
            .Where(one => one.Frame.Origin == FrameOrigin.Own)
            .OrderByDescending(one => one.Inclusive).ThenByDescending(one => one.Self).Take(MaxRows))
        {
            table.Add(
                (long)one.InclusiveCount, Share(one.Inclusive, time.Total), time.Cpu(one.Inclusive),
                time.Threads(one.Inclusive), (long)one.SelfCount, one.Frame.ShortText(), one.Frame.Module);
        }

        return table;
    }

    private ViewTable MethodTable(List<MethodWeight> methods, SampledTime time)
    {
        ViewTable table = new(Methods);
        foreach (MethodWeight one in methods
            .Where(one => one.Self > 0).OrderByDescending(one => one.Self).Take(MaxRows))
        {
            table.Add(
                (long)one.SelfCount, Share(one.Self, time.Total), time.Cpu(one.Self), (long)one.InclusiveCount,
                Share(one.Inclusive, time.Total), time.Threads(one.Inclusive),
                one.Frame.ShortText(), one.Frame.Module, one.CallersIn(Stacks));
        }

        return table;
    }

    // Threads: how many were there on average, in the whole window.
    private ViewTable PlaceTable(SampledTime time)
    {
        double total = _samples.Weights.Where(pair => !_idle.IsIdle(pair.Key, Stacks)).Sum(pair => pair.Value);
        ViewTable table = new(Places);
        TalliedPlace[] stacks =
        [
            .. _samples.Weights.Where(pair => Stacks.Place(pair.Key) is { IsOwn: true })
                .Select(pair => new TalliedPlace(pair.Key, (long)_samples.Listed[pair.Key], pair.Value)),
        ];
        foreach (TalliedPlace place in OuterMethods.Join(stacks, Stacks).Take(MaxRows))
        {
            table.Add(
                place.Count, Share(place.Weight, total), time.Cpu(place.Weight), time.Threads(place.Weight),
                place.Stack);
        }

        return table;
    }
}
