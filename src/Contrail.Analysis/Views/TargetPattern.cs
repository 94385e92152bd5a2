using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>
/// Makes one text of the paths of requests that differ only in numbers and ids: those within a segment of the path
/// become <c>#</c>. The host, and what is no path, stay as they are.
/// </summary>
internal static class TargetPattern
{
    private const string AfterScheme = "://";

    /// <summary>The pattern of a target.</summary>
    public static string Of(string target)
    {
        int scheme = target.IndexOf(AfterScheme, StringComparison.Ordinal);
        int path = target.IndexOf('/', scheme < 0 ? 0 : scheme + AfterScheme.Length);
        bool isPath = path == 0 || (scheme >= 0 && path > 0);
        return isPath
            ? target[..path] + string.Join('/', target[path..].Split('/').Select(OfSegment))
            : target;
    }

    // The digits of an escaped character are no number.
    private static string OfSegment(string segment) => MessagePattern.Of(Uri.UnescapeDataString(segment));
}
