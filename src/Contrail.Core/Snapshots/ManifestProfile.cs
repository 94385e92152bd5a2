namespace Contrail;

/// <summary>Describes what was recorded in a part of the window. Immutable.</summary>
/// <param name="FromUtc">The start of the part.</param>
/// <param name="ToUtc">The end of the part.</param>
/// <param name="Profile">The name of the profile.</param>
/// <param name="Because">The reason for the change to this profile; null for the first.</param>
public sealed record ManifestProfile(DateTime FromUtc, DateTime ToUtc, string Profile, string? Because = null);
