namespace Contrail.Core.Snapshots;

/// <summary>What was recorded in a part of the window, as a certificate tells it.</summary>
/// <param name="FromUtc">Where the part begins.</param>
/// <param name="ToUtc">Where it ends.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Because">Why it was changed to; null if it never was.</param>
public sealed record CertifiedProfile(DateTime FromUtc, DateTime ToUtc, string Profile, string? Because = null);
