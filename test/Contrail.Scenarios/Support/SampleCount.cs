namespace Contrail.Scenarios.Support;

/// <summary>Samples of a method.</summary>
/// <param name="Self">Those with the method innermost.</param>
/// <param name="Inclusive">Those with the method on the stack.</param>
internal sealed record SampleCount(long Self, long Inclusive);
