using System.Text;

namespace Contrail.Core.GoTrace.Events;

/// <summary>One event of the format, as the table has it. Immutable; safe from any thread.</summary>
internal sealed class GoEventRow
{
    /// <summary>The first argument of every event that has a time: how long after the one before it.</summary>
    public const string Delta = "dt";

    private readonly string[] _arguments;

    /// <param name="id">The format's number.</param>
    /// <param name="since">The first version of the format that has it.</param>
    /// <param name="arguments">
    /// The arguments' names, in order. The last word of a name is its type: <c>string</c> and <c>stack</c> are ids
    /// in the tables of the event's own generation.
    /// </param>
    /// <param name="kind">Its kind for readers.</param>
    public GoEventRow(GoEventId id, int since, string arguments, GoEventKind kind)
    {
        Id = id;
        Name = id.ToString();
        NameBytes = Encoding.UTF8.GetBytes(Name);
        Since = since;
        Kind = kind;
        _arguments = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ArgumentBytes = [.. _arguments.Select(Encoding.UTF8.GetBytes)];
        IsTimed = _arguments is [Delta, ..] && kind != GoEventKind.Structural;
        string[] untimed = IsTimed ? _arguments[1..] : _arguments;
        StackIndex = Array.IndexOf(untimed, "stack");
        NewStackIndex = Array.IndexOf(untimed, "new_stack");
        TextIndexes = [.. Enumerable.Range(0, untimed.Length)
            .Where(index => untimed[index].EndsWith("_string", StringComparison.Ordinal))];
    }

    public GoEventId Id { get; }

    public string Name { get; }

    public byte[] NameBytes { get; }

    public int Since { get; }

    public GoEventKind Kind { get; }

    public IReadOnlyList<string> Arguments => _arguments;

    public byte[][] ArgumentBytes { get; }

    /// <summary>Whether it occurs in batches of events and is reported to readers.</summary>
    public bool IsTimed { get; }

    /// <summary>How many arguments there are, its time apart.</summary>
    public int UntimedCount => _arguments.Length - (IsTimed ? 1 : 0);

    /// <summary>Index of the argument, without its time, that is the stack of its cause; -1 if none.</summary>
    public int StackIndex { get; }

    /// <summary>Which argument, its time apart, is the first stack of a new goroutine; -1 if there is none.</summary>
    public int NewStackIndex { get; }

    /// <summary>Which arguments, its time apart, are ids of strings.</summary>
    public int[] TextIndexes { get; }

    /// <summary>Whether a length and that many bytes follow.</summary>
    public bool HasBytes { get; init; }

    /// <summary>Whether frames of four numbers follow; the last argument is their number.</summary>
    public bool HasFrames { get; init; }

    /// <summary>What must be present for it to happen; null if nothing is required.</summary>
    public SchedulingRequirements? Needs { get; init; }

    /// <summary>Whether it may have to wait for events of other threads.</summary>
    public bool MayWait { get; init; }

    /// <summary>The owner of the state or range.</summary>
    public GoSubject Subject { get; init; }

    /// <summary>The state before it; for a status that is what was known.</summary>
    public GoState From { get; init; }

    /// <summary>The state after it; a status names its own.</summary>
    public GoState To { get; init; }

    /// <summary>The event that begins the range which this one is of; its own id if it begins one.</summary>
    public GoEventId Range { get; init; }

    /// <summary>What the metric or the range is called.</summary>
    public string Label { get; init; } = "";

    public byte[] LabelBytes => field ??= Encoding.UTF8.GetBytes(Label);
}
