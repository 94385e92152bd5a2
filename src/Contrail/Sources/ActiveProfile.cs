namespace Contrail;

/// <summary>Describes the profile that is currently recorded. Immutable.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="SinceUtc">The time of the last change, or of the start; UTC.</param>
/// <param name="Because">The reason for the last change; null if the profile never changed.</param>
public sealed record ActiveProfile(string Name, DateTime SinceUtc, string? Because);
