namespace Contrail.Core.Files;

/// <summary>Which part of a file is asked for.</summary>
/// <param name="FromUtc">Where it begins.</param>
/// <param name="ToUtc">Where it ends; not earlier.</param>
/// <param name="Reason">Why, for the manifest.</param>
/// <param name="RequestedUtc">When it is asked for.</param>
/// <param name="MaxBytes">The most memory that the part may take.</param>
internal sealed record CutRequest(
    DateTime FromUtc, DateTime ToUtc, string Reason, DateTime RequestedUtc, long MaxBytes);
