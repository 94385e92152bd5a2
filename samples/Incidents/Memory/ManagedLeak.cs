using System.Collections.Concurrent;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>A cache keeps every result under a key that never repeats. The twin keeps the last thousand.</summary>
internal static class ManagedLeak
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new SearchCache(scene.IsHealthy ? 1000 : int.MaxValue)),
        routes => routes.MapGet("/search/{id:int}", (int id, SearchCache cache) =>
            cache.Find($"session {id}").Rows.Length),
        120, "/search/{n}");

    internal sealed class SearchCache(int capacity)
    {
        private readonly ConcurrentDictionary<string, SearchResult> _results = new();
        private readonly ConcurrentQueue<string> _oldest = new();

        public SearchResult Find(string key)
        {
            SearchResult result = _results.GetOrAdd(key, Search);
            _oldest.Enqueue(key);
            if (_oldest.Count > capacity && _oldest.TryDequeue(out string? expired))
            {
                _results.TryRemove(expired, out _);
            }

            return result;
        }

        private static SearchResult Search(string key) =>
            new(key, [.. Enumerable.Range(0, 1500).Select(row => $"{key}, row {row}")]);
    }

    internal sealed record SearchResult(string Key, string[] Rows);
}
