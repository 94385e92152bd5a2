namespace Contrail.Analysis.Model;

/// <summary>A thread that waits.</summary>
/// <param name="Kind">What it waits for.</param>
/// <param name="ExecutionId">The thread or goroutine.</param>
/// <param name="Range">When. Open at its start if the duration is not known.</param>
/// <param name="Stack">Where it began to wait.</param>
internal readonly record struct Wait(WaitKind Kind, long ExecutionId, TimeRange Range, StackId Stack)
{
    /// <summary>The identity of what it waits for, for comparison only; 0 if unknown.</summary>
    public ulong ObjectId { get; init; }

    /// <summary>The thread that held the lock when the wait began; 0 if unknown.</summary>
    public long OwnerId { get; init; }

    /// <summary>The request in which it happened; null if unknown, or if it was in none.</summary>
    public RequestReference? Request { get; init; }
}
