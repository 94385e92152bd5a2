namespace Contrail.Analysis.Model;

/// <summary>A time in which an async operation was suspended, or in which a thread ran it.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Activity">
/// <see cref="ThreadActivity.Waiting"/> for suspended, <see cref="ThreadActivity.Running"/> for running.
/// </param>
/// <param name="ExecutionId">The thread that ran it, or that resumed it; 0 if none has.</param>
/// <param name="Range">When.</param>
/// <param name="Stack">
/// The logical stack, innermost first: the methods of the operation, and if it was suspended, before them the methods
/// of the operation that it awaited.
/// </param>
internal readonly record struct AsyncSpan(
    ulong OperationId, ThreadActivity Activity, long ExecutionId, TimeRange Range, StackId Stack)
{
    /// <summary>The operation that it awaited: that one's end resumed it. 0 for none, or unknown.</summary>
    public ulong AwaitedId { get; init; }
}
