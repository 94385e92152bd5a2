using Contrail.Core.Triggers;
using Contrail.Triggers;

namespace Contrail;

/// <summary>
/// When a recorder takes a snapshot by itself, how often at most, and what else it does then. Immutable.
/// </summary>
/// <example>
/// <code>
/// FlightRecorderOptions options = new()
/// {
///     Sink = new DirectorySink(folder),
///     Triggers = [.. Trigger.OwnProcess, Trigger.On("exception:TimeoutException rate>10/s")],
/// };
/// </code>
/// </example>
public sealed record Trigger
{
    private Trigger(TriggerRule rule) => Rule = rule;

    /// <summary>
    /// Gets a usual set: the end of the process, an exception that no code catches, a pause of more than a second for a
    /// collection, starvation of the thread pool, and ten seconds of silence after activity.
    /// </summary>
    /// <remarks>A recorder of its own process uses <see cref="OwnProcess"/>: it ends with it.</remarks>
    public static IReadOnlyList<Trigger> Default { get; } =
        [.. TriggerRules.Default.Select(rule => new Trigger(rule))];

    /// <summary>Gets those of <see cref="Default"/> that a recorder of its own process can observe.</summary>
    public static IReadOnlyList<Trigger> OwnProcess { get; } =
    [
        .. Default.Where(one => one.Rule.On.Signals.All(signal =>
            signal.Signal.Kind is not (SignalKind.Death or SignalKind.UnhandledException or SignalKind.Silence))),
    ];

    /// <summary>Gets the name, unique among the triggers of a recorder. Default: the expression.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Name
    {
        get => Rule.Name;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            Rule = Rule with { Name = value };
        }
    }

    /// <summary>Gets the condition, in its canonical form.</summary>
    public string Expression => Rule.On.ToString()!;

    /// <summary>Gets how long recording continues before the snapshot, which then has the time after. Default: 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or longer than a day.</exception>
    public TimeSpan After
    {
        get => Duration(Rule.AfterNanoseconds);
        init => Rule = Rule with { AfterNanoseconds = Nanoseconds(value, nameof(After)) };
    }

    /// <summary>Gets the time after a snapshot in which this trigger takes no other. Default: a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or longer than a day.</exception>
    public TimeSpan Cooldown
    {
        get => Duration(Rule.CooldownNanoseconds);
        init => Rule = Rule with { CooldownNanoseconds = Nanoseconds(value, nameof(Cooldown)) };
    }

    /// <summary>Gets how many snapshots it takes within an hour at most; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1 or more than 10,000.</exception>
    public int? MaxPerHour
    {
        get => Rule.MaxPerHour;
        init => Rule = Rule with { MaxPerHour = Quota(value, nameof(MaxPerHour)) };
    }

    /// <summary>Gets how many snapshots it takes within 24 hours at most; null for no limit. Default: 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1 or more than 10,000.</exception>
    public int? MaxPerDay
    {
        get => Rule.MaxPerDay;
        init => Rule = Rule with { MaxPerDay = Quota(value, nameof(MaxPerDay)) };
    }

    internal TriggerRule Rule { get; private init; }

    /// <summary>Makes a trigger of an expression, such as <c>gc-pause>500ms</c>; docs/triggers.md has all.</summary>
    /// <param name="expression">The condition.</param>
    /// <exception cref="FormatException">It is invalid; the message has the character and an example.</exception>
    public static Trigger On(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        IReadOnlyList<TriggerRule> rules = TriggerRules.Parse(expression, out TriggerError? error);
        return rules switch
        {
            [var rule] => new Trigger(rule),
            [] => throw new FormatException(TriggerErrorText.Of(expression, error!)),
            _ => throw new FormatException($"'{expression}' is a set of triggers: use Trigger.{nameof(Default)}."),
        };
    }

    /// <summary>Reads a file of rules, with their actions. docs/triggers.md describes the format.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is invalid; the message has the line and the reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<Trigger> Load(string path) =>
        [.. RulesFiles.Read(path).Select(rule => new Trigger(rule))];

    private static TimeSpan Duration(long nanoseconds) =>
        TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    private static long Nanoseconds(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1), name);
        return value.Ticks * TimeSpan.NanosecondsPerTick;
    }

    private static int? Quota(int? value, string name)
    {
        if (value is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Suppression.MaxQuota, name);
        }

        return value;
    }
}
