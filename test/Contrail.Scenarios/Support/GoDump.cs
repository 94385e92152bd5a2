using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>What <c>contrail dump</c> prints of a Go trace, against what Go's own tool does.</summary>
internal static class GoDump
{
    private static readonly string Folder = Path.Combine(Repository.Artifacts, "scenarios", "go");

    /// <summary>Fails unless both print the same bytes, in both forms, and end alike.</summary>
    public static async Task AssertSameAsync(string trace)
    {
        Directory.CreateDirectory(Folder);
        string stem = Path.Combine(Folder, Path.GetFileName(trace));
        foreach (string form in new[] { "parsed", "wire" })
        {
            (string theirs, string own) = ($"{stem}.{form}.official", $"{stem}.{form}.contrail");

            // Where Go's tool stops reading, Contrail's must stop at the same place, and fail too.
            Ended ended = await GoPrograms.ShellAsync(
                $"'{GoPrograms.Judge}' -d={form} '{trace}' > '{theirs}' & judge=$!; "
                    + $"'{Repository.Dotnet}' '{ContrailProcess.Assembly}' dump '{trace}' --as {form} > '{own}'; "
                    + "ended=$?; wait $judge; judged=$?; [[ $ended -eq $judged ]] && "
                    + $"[[ -s '{theirs}' ]] && cmp '{theirs}' '{own}' >&2 && rm '{theirs}' '{own}'");
            Assert.True(ended.ExitCode == 0, $"{form}: {ended.Errors}");
        }
    }
}
