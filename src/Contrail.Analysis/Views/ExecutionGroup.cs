namespace Contrail.Analysis.Views;

/// <summary>The goroutines that began with the same function, and what they did.</summary>
internal sealed record ExecutionGroup
{
    /// <summary>The function; empty if no stack shows it.</summary>
    public required string Function { get; init; }

    /// <summary>How many there were.</summary>
    public required int Count { get; init; }

    /// <summary>How long they ran.</summary>
    public required TimeSpan Running { get; init; }

    /// <summary>How long they could have run and did not.</summary>
    public required TimeSpan WaitingToRun { get; init; }

    /// <summary>How long they were in system calls.</summary>
    public required TimeSpan InSyscalls { get; init; }

    /// <summary>How long they were blocked, for each reason; the longest first.</summary>
    public required IReadOnlyList<TimeByName> Blocked { get; init; }
}
