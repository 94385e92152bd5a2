using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>An operation that has ended, until it is known whether its end resumes another one.</summary>
/// <param name="ContextId">Its last context.</param>
/// <param name="Operation">The operation.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">How.</param>
internal sealed record EndedOperation(
    ulong ContextId, OpenOperation Operation, TraceTime At, AsyncOutcome Outcome);
