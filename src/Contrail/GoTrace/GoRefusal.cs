namespace Contrail.GoTrace;

/// <summary>Why nothing is recorded of the machine for a service, for people.</summary>
/// <param name="Because">The reason, without an end.</param>
/// <param name="Remedy">What to do, as a sentence; null if nothing can be done.</param>
internal sealed record GoRefusal(string Because, string? Remedy = null);
