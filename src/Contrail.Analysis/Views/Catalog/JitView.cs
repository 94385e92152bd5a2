using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What was compiled while the process ran. Not safe for concurrent use.</summary>
internal sealed class JitView : ViewBase, IView
{
    /// <summary>The name of the table of generated code.</summary>
    public const string GeneratedName = "generated";

    /// <summary>The name of the table of the first calls of own methods.</summary>
    public const string StepsName = "steps";

    /// <summary>The end of the first minute of the window.</summary>
    public static readonly TraceTime EarlyEnd = new(60 * Second);

    private const int MaxModules = 10_000;
    private const int MaxLongest = 100;
    private const long Second = 1_000_000_000;

    private static readonly TableDescription Modules = new(
        "modules", "Compiled methods by module",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "methods", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("codeBytes", "code", ViewUnit.Bytes),
        new ViewColumn("dynamic", "dynamic", ViewUnit.Count),
        new ViewColumn("module", "module", ViewUnit.Text));

    private static readonly TableDescription Tiers = new(
        "tiers", "Compiled methods by tier",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "methods", ViewUnit.Count),
        new ViewColumn("tier", "tier", ViewUnit.Text));

    private static readonly TableDescription Longest = new(
        "longest", "Longest compilations",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("tier", "tier", ViewUnit.Text),
        new ViewColumn("ilBytes", "IL", ViewUnit.Bytes),
        new ViewColumn("method", "method", ViewUnit.Text));

    private static readonly TableDescription Generated = new(
        GeneratedName, "Methods that the process generated itself, by pattern of their names and the code that did it",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("count", "methods", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("early", "in the first minute", ViewUnit.Duration),
        new ViewColumn("activeSeconds", "seconds with some", ViewUnit.Count),
        new ViewColumn("first", "first", ViewUnit.Time),
        new ViewColumn("last", "last", ViewUnit.Time),
        new ViewColumn("method", "methods", ViewUnit.Text),
        new ViewColumn("stack", "generated at", ViewUnit.Stack));

    private static readonly TableDescription Steps = new(
        StepsName, "Methods of own code, with what was compiled until the next one",
        new ViewColumn("time", "first call", ViewUnit.Time),
        new ViewColumn("compiled", "compiled", ViewUnit.Duration),
        new ViewColumn("generated", "generated", ViewUnit.Duration),
        new ViewColumn("count", "methods", ViewUnit.Count),
        new ViewColumn("method", "method", ViewUnit.Text));

    private readonly BoundedGroups<ulong, Group> _modules = new(MaxModules);
    private readonly BoundedGroups<CodeTier, Group> _tiers = new(MaxModules);
    private readonly BoundedGroups<(string Pattern, int? Place), Group> _generated = new(MaxModules);
    private readonly Dictionary<ulong, string> _names = [];
    private readonly List<Group> _steps = [];
    private readonly LongestItems<CompiledMethod> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "jit", "Which methods were compiled while the process ran, and how long did that take?",
        ModelNeeds.CompiledMethods, [Modules, Tiers, Longest, Generated, Steps], static _ => new JitView())
    {
        Recording = "--providers Microsoft-Windows-DotNETRuntime:0x10:5, in place of the profile's events",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.CompiledMethods | ModelNeeds.Modules | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in CompiledMethod method)
    {
        _modules.Find(method.ModuleId)?.Add(method);
        AddStep(method);
        _tiers.Find(method.Tier)?.Add(method);
        if (method.IsDynamic)
        {
            int? place = Stacks.Place(method.Stack) is { } known
                ? Stacks.FrameId(method.Stack, known.Depth)
                : null;
            _generated.Find((MessagePattern.Of(method.Name), place))?.Add(method);
        }

        if (method.Nanoseconds is { } nanoseconds)
        {
            _longest.Add(method, nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void Add(in ModuleLoad module)
    {
        if (_names.Count < MaxModules)
        {
            _names[module.ModuleId] = module.Path;
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable modules = new(Modules);
        foreach ((ulong id, Group group) in Ordered(_modules))
        {
            modules.Add(
                group.Nanoseconds, group.Count, PerSecond(group.Count), group.CodeBytes, group.DynamicCount,
                _names.GetValueOrDefault(id));
        }

        ViewTable tiers = new(Tiers);
        foreach ((CodeTier tier, Group group) in Ordered(_tiers))
        {
            tiers.Add(group.Nanoseconds, group.Count, tier.ToString());
        }

        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (CompiledMethod method in _longest.LongestFirst)
        {
            longest.Add(method.Time, method.Nanoseconds, method.Tier.ToString(), method.ILBytes, method.Name);
        }

        ViewTable generated = new(Generated);
        foreach (((string pattern, _), Group group) in Ordered(_generated))
        {
            generated.Add(
                group.Nanoseconds, group.Count, PerSecond(group.Count), group.EarlyNanoseconds, group.ActiveSeconds,
                group.First.Time, group.LastTime, pattern, group.First.Stack);
        }

        ViewTable steps = new(Steps);
        steps.AddAll(
            _steps.OrderByDescending(step => step.Nanoseconds ?? 0).ThenBy(step => step.First.Time),
            static step => [step.First.Time, step.Nanoseconds, step.DynamicNanoseconds, step.Count, step.First.Name]);
        return new ViewResult(modules, tiers, longest, generated, steps);
    }

    // A method is compiled when it is called for the first time; other code that is compiled then is what it needs.
    private void AddStep(in CompiledMethod method)
    {
        if (method is { Origin: FrameOrigin.Own, Tier: not (CodeTier.Tier1 or CodeTier.Tier1Instrumented) }
            && _steps.Count < MaxModules)
        {
            _steps.Add(new Group());
        }

        if (_steps is [.., var current])
        {
            current.Add(method);
        }
    }

    private static IEnumerable<KeyValuePair<TKey, Group>> Ordered<TKey>(BoundedGroups<TKey, Group> groups)
        where TKey : notnull =>
        groups.All.OrderByDescending(pair => pair.Value.Nanoseconds ?? 0).ThenByDescending(pair => pair.Value.Count);

    private sealed class Group
    {
        public long Count { get; private set; }

        /// <summary>The sum of the known durations; null if none is known.</summary>
        public double? Nanoseconds { get; private set; }

        public double CodeBytes { get; private set; }

        /// <summary>The same in the first minute of the window.</summary>
        public double? EarlyNanoseconds { get; private set; }

        /// <summary>In how many different seconds something was compiled.</summary>
        public long ActiveSeconds { get; private set; }

        public long DynamicCount { get; private set; }

        public double DynamicNanoseconds { get; private set; }

        public CompiledMethod First { get; private set; }

        public TraceTime LastTime { get; private set; }

        public void Add(in CompiledMethod method)
        {
            bool isSameSecond = Count > 0 && LastTime.Nanoseconds / Second == method.Time.Nanoseconds / Second;
            ActiveSeconds += isSameSecond ? 0 : 1;
            First = Count == 0 ? method : First;
            LastTime = method.Time;
            Count++;
            CodeBytes += method.CodeBytes;
            DynamicCount += method.IsDynamic ? 1 : 0;
            DynamicNanoseconds += method.IsDynamic ? method.Nanoseconds ?? 0 : 0;
            if (method.Nanoseconds is { } known)
            {
                Nanoseconds = (Nanoseconds ?? 0) + known;
                EarlyNanoseconds = method.Time < EarlyEnd
                    ? (EarlyNanoseconds ?? 0) + known
                    : EarlyNanoseconds;
            }
        }
    }
}
