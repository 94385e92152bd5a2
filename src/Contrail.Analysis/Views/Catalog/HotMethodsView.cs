using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>In which methods threads were when they were sampled. Not safe for concurrent use.</summary>
internal sealed class HotMethodsView : ViewBase, IView
{
    /// <summary>The name of the table of own methods with all that they call.</summary>
    public const string OwnName = "own";

    /// <summary>The name of the table of places of own code.</summary>
    public const string PlacesName = "places";

    /// <summary>The name of the table of calls of native code.</summary>
    public const string NativeName = "native";

    private const int MaxMethods = 1_000;

    private static readonly TableDescription Own = new(
        OwnName, "Own code, with everything that it calls",
        new ViewColumn("inclusive", "samples", ViewUnit.Count),
        new ViewColumn("inclusiveShare", "share", ViewUnit.Share),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("self", "self", ViewUnit.Count),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text));

    private static readonly TableDescription Methods = new(
        "methods", "Methods by samples of their own",
        new ViewColumn("self", "self", ViewUnit.Count),
        new ViewColumn("selfShare", "share", ViewUnit.Share),
        new ViewColumn("inclusive", "inclusive", ViewUnit.Count),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text),
        new ViewColumn("stack", "called most often from", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        PlacesName, "Own code with what it calls, of all samples except those in which the thread pool looks for work",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("stack", "place", ViewUnit.Stack));

    private static readonly TableDescription Native = new(
        NativeName, "Native code that own code calls, with waits",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("callee", "native call", ViewUnit.Text),
        new ViewColumn("stack", "place", ViewUnit.Stack));

    private readonly SampledStacks _samples = new();
    private readonly PoolFrames _idle = new();

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "hot-methods", "Which methods were running when threads were sampled?",
        ModelNeeds.Samples, [Own, Methods, Places, Native], static _ => new HotMethodsView())
    {
        Recording = "--profile cpu",
        ServiceRecording = "request /debug/pprof/profile?seconds=10 of the service while it is recorded",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Sample sample) => _samples.Add(sample);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        IReadOnlyDictionary<StackId, double> stacks = _samples.Listed;
        double total = stacks.Values.Sum();
        List<MethodWeight> methods = [.. MethodWeight.Of(Stacks, stacks)];
        ViewTable own = new(Own);
        foreach (MethodWeight one in methods
            .Where(one => one.Frame.Origin == FrameOrigin.Own)
            .OrderByDescending(one => one.Inclusive).ThenByDescending(one => one.Self).Take(MaxMethods))
        {
            own.Add(
                (long)one.Inclusive, Share(one.Inclusive, total), Threads(one.Inclusive), (long)one.Self,
                one.Frame.ShortText(), one.Frame.Module);
        }

        ViewTable all = new(Methods);
        foreach (MethodWeight one in methods
            .Where(one => one.Self > 0).OrderByDescending(one => one.Self).Take(MaxMethods))
        {
            all.Add(
                (long)one.Self, Share(one.Self, total), (long)one.Inclusive, one.Frame.ShortText(), one.Frame.Module,
                CallersOf(one));
        }

        return new ViewResult(own, all, PlaceTable(), NativeTable())
        {
            Headlines = [.. _samples.Headlines()],
            Notes = [.. _samples.Notes()],
        };
    }

    // Threads: how many were there on average, in the whole window.
    private ViewTable PlaceTable()
    {
        double total = _samples.Listed.Where(pair => !_idle.IsIdle(pair.Key, Stacks)).Sum(pair => pair.Value);
        ViewTable table = new(Places);
        TalliedPlace[] stacks = [.. OwnStacks(_samples.Listed).Stacks];
        foreach (TalliedPlace place in OuterMethods.Join(stacks, Stacks).Take(MaxMethods))
        {
            table.Add((long)place.Weight, Share(place.Weight, total), Threads(place.Weight), place.Stack);
        }

        return table;
    }

    private ViewTable NativeTable()
    {
        ViewTable table = new(Native);
        IEnumerable<(string Callee, TalliedPlace Place)> calls =
            from callee in _samples.InNative.GroupBy(pair => Stacks.Frame(pair.Key, 0).ShortText())
            from place in OwnStacks(callee.ToDictionary()).Conclude(Stacks)
            select (callee.Key, place);
        foreach ((string callee, TalliedPlace place) in calls.OrderByDescending(call => call.Place.Weight)
            .Take(MaxMethods))
        {
            table.Add((long)place.Weight, Threads(place.Weight), callee, place.Stack);
        }

        return table;
    }

    private double? Threads(double samples) => _samples.Rounds is { } rounds ? Share(samples, rounds) : null;

    private PlaceTally OwnStacks(IReadOnlyDictionary<StackId, double> stacks)
    {
        PlaceTally places = new(int.MaxValue);
        foreach ((StackId stack, double weight) in stacks)
        {
            if (Stacks.Place(stack) is { IsOwn: true })
            {
                places.Add(stack, weight);
            }
        }

        return places;
    }

    // Without the method itself: it is in the row, and would be the place of its own stack.
    private StackId CallersOf(MethodWeight method)
    {
        StackId stack = method.HeaviestStack;
        string name = method.Frame.FullText();
        int depth = Stacks.Depth(stack);
        int count = 0;
        while (count < depth && Stacks.Frame(stack, count).FullText() == name)
        {
            count++;
        }

        return Stacks.AddWithout(stack, count);
    }
}
