using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// A context of state machines that has ended before its outermost method: another context, created while it ran,
/// continues its operation.
/// </summary>
/// <param name="Operation">The operation.</param>
/// <param name="Stack">The methods of the context that has ended.</param>
/// <param name="Remaining">How many of them, the outermost ones, have not ended.</param>
/// <param name="At">When the context ended.</param>
/// <param name="LastChildId">The last context that was created while it ran.</param>
internal sealed record Handover(OpenOperation Operation, StackId Stack, int Remaining, TraceTime At, ulong LastChildId);
