namespace Contrail.Analysis.Export.Firefox;

/// <summary>A stack at a moment.</summary>
/// <param name="Time">Milliseconds of the profile.</param>
/// <param name="Stack">The number of the stack; -1 for none.</param>
/// <param name="Weight">Its weight.</param>
internal readonly record struct FirefoxSample(double Time, int Stack, double Weight);
