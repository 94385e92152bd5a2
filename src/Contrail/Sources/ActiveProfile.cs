namespace Contrail;

/// <summary>What is recorded now.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="SinceUtc">Since when.</param>
/// <param name="Because">Why it is not the chosen one, or was stepped back to; null where it was never changed.</param>
public sealed record ActiveProfile(string Name, DateTime SinceUtc, string? Because);
