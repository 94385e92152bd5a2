using System.Text.Json;
using System.Text.RegularExpressions;

namespace Contrail.Target.Work;

/// <summary>LINQ, JSON and regular expressions: mostly precompiled framework code on the stacks.</summary>
internal static class Documents
{
    private static readonly Regex Words = new(@"\b(?<word>[a-z]+)-(?<number>\d+)\b", RegexOptions.Compiled);

    public static void Round()
    {
        Dictionary<string, int> byWord = Enumerable.Range(0, 60)
            .Select(number => $"item-{number % 7}")
            .GroupBy(word => word)
            .OrderByDescending(group => group.Count())
            .ToDictionary(group => group.Key, group => group.Count());
        string json = JsonSerializer.Serialize(byWord);
        Dictionary<string, int> back = JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [];
        if (Words.Count(json) != back.Count)
        {
            throw new InvalidOperationException("The words were miscounted.");
        }
    }
}
