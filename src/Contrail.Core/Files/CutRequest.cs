namespace Contrail.Core.Files;

/// <summary>Which part of a file to keep.</summary>
/// <param name="FromUtc">Where it begins.</param>
/// <param name="ToUtc">Where it ends; not earlier.</param>
/// <param name="Reason">Why, for the manifest.</param>
/// <param name="RequestedUtc">When the part was requested.</param>
/// <param name="MaxBytes">Maximum memory that the part may take.</param>
internal sealed record CutRequest(
    DateTime FromUtc, DateTime ToUtc, string Reason, DateTime RequestedUtc, long MaxBytes);
