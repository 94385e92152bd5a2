using System.Collections.Concurrent;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>From SIGHUP, a cache keeps every result. The twin keeps the last twenty, as the cache did before.</summary>
internal static class ManagedLeak
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new SearchCache(() => scene.IsHealthy || !scene.HangUp.IsSet)),
        routes => routes.MapGet("/search/{id:int}", (int id, SearchCache cache) =>
            cache.Find($"session {id}").Rows.Length),
        150, "/search/{n}");

    internal sealed class SearchCache(Func<bool> isLimited)
    {
        private const int Capacity = 20;

        private readonly ConcurrentDictionary<string, SearchResult> _results = new();
        private readonly ConcurrentQueue<string> _oldest = new();

        public SearchResult Find(string key)
        {
            SearchResult result = _results.GetOrAdd(key, Search);
            _oldest.Enqueue(key);
            if (isLimited() && _oldest.Count > Capacity && _oldest.TryDequeue(out string? expired))
            {
                _results.TryRemove(expired, out _);
            }

            return result;
        }

        private static SearchResult Search(string key) =>
            new(key, [.. Enumerable.Range(0, 2500).Select(row => $"{key}, row {row}")]);
    }

    internal sealed record SearchResult(string Key, string[] Rows);
}
