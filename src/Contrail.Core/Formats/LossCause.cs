namespace Contrail.Core.Formats;

/// <summary>The fault that caused a loss. An object, because most losses have none and many are held.</summary>
/// <param name="Fault">The fault.</param>
internal sealed record LossCause(TraceFault Fault);
