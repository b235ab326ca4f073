// Makes each kind of call with the generated client, and prints what it got.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"sort"
	"strconv"
	"time"
)

var check = CheckRequest{Subject: "user:anne", Relation: "write", Object: "repo:api"}

// clientWith returns a client that sends a credential in a header, if there is one.
func clientWith(header, credential string) *ClientWithResponses {
	client, err := NewClientWithResponses(os.Getenv("CF_AUTH_URL"), WithRequestEditorFn(
		func(_ context.Context, request *http.Request) error {
			if credential != "" {
				request.Header.Set(header, credential)
			}
			return nil
		}))
	return dataOf(client, err)
}

func dataOf[T any](data T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return data
}

// bodyOf returns the body of a successful call.
func bodyOf[T any](body *T, response []byte) T {
	if body == nil {
		log.Fatalf("The call failed: %s", response)
	}
	return *body
}

func problemOf(body []byte) Problem {
	var problem Problem
	if err := json.Unmarshal(body, &problem); err != nil {
		log.Fatal(err)
	}
	return problem
}

// storedTuple returns the tuple at the end of a proof; the discriminator chooses the variant.
func storedTuple(reason Reason) string {
	variant := dataOf(reason.ValueByDiscriminator())
	if found, ok := variant.(ReasonTuple); ok {
		return fmt.Sprintf("%s %s", found.Tuple.Subject, found.Tuple.Relation)
	}
	return fmt.Sprintf("no tuple: %T", variant)
}

func emails(ctx context.Context, client *ClientWithResponses) []string {
	found, limit := []string{}, 1
	var cursor *string
	for {
		page := dataOf(client.UsersListWithResponse(ctx, nil, ListUsersRequest{Limit: &limit, Cursor: cursor}))
		list := bodyOf(page.JSON200, page.Body)
		for _, user := range list.Items {
			found = append(found, user.Email)
		}
		if cursor = list.NextCursor; cursor == nil {
			sort.Strings(found)
			return found
		}
	}
}

func main() {
	ctx := context.Background()
	client := clientWith("x-api-key", os.Getenv("CF_AUTH_SECRET_KEY"))

	health := dataOf(client.SystemHealthWithResponse(ctx, nil))
	checked := dataOf(client.AuthzCheckWithResponse(ctx, nil, check))
	explained := dataOf(client.AuthzExplainWithResponse(ctx, nil, ExplainRequest{
		Subject: check.Subject, Relation: check.Relation, Object: check.Object,
	}))
	proof := bodyOf(bodyOf(explained.JSON200, explained.Body).Proof, explained.Body)

	expiresAt := time.Date(2099, 1, 31, 12, 0, 0, 0, time.UTC)
	created := dataOf(client.ApiKeysCreateWithResponse(ctx, nil, CreateApiKeyRequest{
		Kind: "secret", Name: "Backend", ExpiresAt: &expiresAt,
		Limits: &[]struct {
			Calls      int `json:"calls"`
			PerSeconds int `json:"perSeconds"`
		}{{Calls: 1, PerSeconds: 60}},
	}))
	key := bodyOf(created.JSON200, created.Body)
	byGet := dataOf(client.ApiKeysGetByGetWithResponse(ctx, &ApiKeysGetByGetParams{Id: key.ApiKey.Id}))
	found := bodyOf(byGet.JSON200, byGet.Body)

	idempotencyKey := "create-ben-in-the-test"
	create := func() string {
		params := UsersCreateParams{IdempotencyKey: &idempotencyKey}
		made := dataOf(client.UsersCreateWithResponse(ctx, &params, CreateUserRequest{Email: "ben@example.com"}))
		return bodyOf(made.JSON200, made.Body).User.Id
	}
	first, second := create(), create()

	limited := clientWith("authorization", "Bearer "+key.Key)
	byBearerKey := dataOf(limited.AuthzCheckWithResponse(ctx, nil, check))
	tooMany := dataOf(limited.AuthzCheckWithResponse(ctx, nil, check))
	login := dataOf(clientWith("x-api-key", os.Getenv("CF_AUTH_PUBLISHABLE_KEY")).AuthLoginWithResponse(ctx, nil,
		LoginRequest{Email: "anne@example.com", Password: "an unlikely sentence"}))
	token := bodyOf(login.JSON200, login.Body).AccessToken
	me := dataOf(clientWith("authorization", "Bearer "+token).AuthMeWithResponse(ctx, nil))

	none := 0
	invalid := dataOf(client.UsersListWithResponse(ctx, nil, ListUsersRequest{Limit: &none}))
	anonymous := dataOf(clientWith("", "").AuthzCheckWithResponse(ctx, nil, check))
	id := "usr_01m8hscqm2ztga5mj6b8q4v1gw"
	missing := dataOf(client.UsersGetWithResponse(ctx, nil, GetUserRequest{Id: &id}))
	conflict := dataOf(client.UsersCreateWithResponse(ctx, nil, CreateUserRequest{Email: "anne@example.com"}))

	problems := []map[string]any{}
	for _, body := range [][]byte{invalid.Body, anonymous.Body, missing.Body, conflict.Body, tooMany.Body} {
		problem := problemOf(body)
		problems = append(problems, map[string]any{"status": problem.Status, "code": problem.Code})
	}
	issues, _ := problemOf(invalid.Body).Details["issues"].([]any)
	retryAfter, _ := strconv.Atoi(tooMany.HTTPResponse.Header.Get("retry-after"))
	healthy := bodyOf(health.JSON200, health.Body)
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"health":            healthy.Status,
		"isTimeADate":       !healthy.Time.IsZero(),
		"allowed":           allowedIn(checked),
		"storedTuple":       storedTuple(proof.Reason),
		"isExpirySame":      found.ExpiresAt.Equal(expiresAt),
		"byGet":             found.Name,
		"isUserCreatedOnce": first == second,
		"byBearerKey":       allowedIn(byBearerKey),
		"byBearerToken":     bodyOf(me.JSON200, me.Body).User.Email,
		"emails":            emails(ctx, client),
		"problems":          problems,
		"hasIssues":         len(issues) > 0,
		"hasRetryAfter":     retryAfter > 0,
	})
}

func allowedIn(response *AuthzCheckResponse) bool {
	return dataOf(bodyOf(response.JSON200, response.Body).Allowed.AsAllowed0())
}
